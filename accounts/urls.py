"""Addresses of accounts."""

from django.urls import path

from accounts import views, welcome_views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignInPage.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("welcome/", welcome_views.Welcome.as_view(), name="welcome"),
    path("welcome/<str:token>/", welcome_views.follow, name="welcome-link"),
    path("account/", views.account, name="account"),
]
