"""Addresses of proposals, for whoever decides about them."""

from django.urls import path

from working_groups import proposal_views as views

app_name = "proposals"
urlpatterns = [
    path("", views.ProposalList.as_view(), name="list"),
    path("<int:pk>/", views.ProposalDetail.as_view(), name="detail"),
    path("<int:pk>/decide/", views.Decide.as_view(), name="decide"),
    path("<int:pk>/agenda/", views.BringUp.as_view(), name="bring-up"),
]
