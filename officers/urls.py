"""Addresses of officers."""

from django.urls import path

from officers import activity_views, views
from officers.calendar_views import Calendar

app_name = "officers"
urlpatterns = [
    path("", views.OfficerList.as_view(), name="list"),
    path("activities/", activity_views.ActivityList.as_view(), name="activities"),
    path("activities/new/", activity_views.ActivityQuick.as_view(), name="activity-add"),
    path("activities/form/", activity_views.ActivityPage.as_view(), name="activity-form"),
    path("activities/<int:pk>/", activity_views.ActivityDetail.as_view(), name="activity"),
    path("activities/<int:pk>/edit/", activity_views.ActivityEdit.as_view(), name="activity-edit"),
    path("activities/<int:pk>/void/", activity_views.ActivityVoid.as_view(), name="activity-void"),
    path("<int:pk>/calendar/", Calendar.as_view(), name="calendar"),
    path("<int:pk>/", views.OfficerDetail.as_view(), name="detail"),
]
