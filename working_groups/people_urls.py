"""Addresses of people."""

from django.urls import path

from working_groups import merge_views as merges
from working_groups import people_views as views

app_name = "people"
urlpatterns = [
    path("", views.PersonList.as_view(), name="list"),
    path("new/", views.PersonAdd.as_view(), name="add"),
    path("<int:pk>/", views.PersonDetail.as_view(), name="detail"),
    path("likely/", merges.LikelyList.as_view(), name="likely"),
    path("apart/", merges.ApartList.as_view(), name="apart"),
    path("<int:pk>/merge/", merges.MergeStep.as_view(), name="merge"),
    path("<int:pk>/undo-merge/", merges.UndoMerge.as_view(), name="undo-merge"),
    path("<int:pk>/edit/", views.PersonEdit.as_view(), name="edit"),
    path("<int:pk>/positions/new/", views.PositionAdd.as_view(), name="position-add"),
    path("positions/<int:pk>/edit/", views.PositionEdit.as_view(), name="position-edit"),
]
