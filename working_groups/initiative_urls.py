"""Addresses of initiatives."""

from django.urls import path

from working_groups import handout_views as handouts
from working_groups import initiative_views as views
from working_groups.board_views import InitiativeBoard

app_name = "initiatives"
urlpatterns = [
    path("", views.InitiativeList.as_view(), name="list"),
    path("board/", InitiativeBoard.as_view(), name="board"),
    path("groups/<int:pk>/new/", views.InitiativeAdd.as_view(), name="add"),
    path("communities/<str:code>/new/", views.InitiativeAdd.as_view(), name="add-alone"),
    path("<int:pk>/", views.InitiativeDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.InitiativeEdit.as_view(), name="edit"),
    path("<int:pk>/stage/", views.StageStep.as_view(), name="stage"),
    path("<int:pk>/handouts/new/", handouts.HandoutAdd.as_view(), name="handout-add"),
    path("handouts/<int:pk>/edit/", handouts.HandoutEdit.as_view(), name="handout-edit"),
]
