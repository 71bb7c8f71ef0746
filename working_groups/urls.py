"""Addresses of working groups."""

from django.urls import path

from working_groups import group_views as views
from working_groups.orders import OrderFile, OrderFileEdit

app_name = "working_groups"
urlpatterns = [
    path("", views.GroupList.as_view(), name="list"),
    path("communities/<str:code>/new/", views.GroupAdd.as_view(), name="add"),
    path("<int:pk>/", views.GroupDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.GroupEdit.as_view(), name="edit"),
    path("<int:pk>/order/", OrderFile.as_view(), name="order"),
    path("<int:pk>/order/edit/", OrderFileEdit.as_view(), name="order-edit"),
    path("<int:pk>/members/new/", views.MemberAdd.as_view(), name="member-add"),
    path("members/<int:pk>/edit/", views.MemberEdit.as_view(), name="member-edit"),
]
