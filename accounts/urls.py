"""Addresses of accounts."""

from django.urls import path

from accounts import oidc, security, signing_in, views, welcome_views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.SignInPage.as_view(), name="sign-in"),
    path("sign-in/passkey/", signing_in.passkey_question, name="passkey-question"),
    path("sign-in/oidc/", oidc.begin, name="oidc"),
    path("sign-in/oidc/back/", oidc.back, name="oidc-back"),
    path("sign-out/", signing_in.SignOut.as_view(), name="sign-out"),
    path("welcome/", welcome_views.Welcome.as_view(), name="welcome"),
    path("welcome/<str:token>/", welcome_views.follow, name="welcome-link"),
    path("account/", views.account, name="account"),
    path("account/security/", security.security, name="security"),
    path("account/security/passkey/", security.add_passkey, name="add-passkey"),
    path("account/security/app/", security.add_app, name="add-app"),
    path("account/security/codes/", security.recovery_codes, name="codes"),
    path("account/password/", security.password, name="password"),
    path("account/sessions/", security.own_sessions, name="sessions"),
    path("account/session/", security.this_session, name="session"),
    path("account/close/", security.close_account, name="close"),
]
