"""Addresses of officers."""

from django.urls import path

from officers import (
    activity_views,
    assignment_views,
    course_views,
    entry_views,
    equipment_views,
    photos,
    stage_views,
    views,
)
from officers.calendar_views import Calendar

app_name = "officers"
urlpatterns = [
    path("", views.OfficerList.as_view(), name="list"),
    path("new/", entry_views.OfficerAdd.as_view(), name="add"),
    path("pipeline/", stage_views.Pipeline.as_view(), name="pipeline"),
    path("courses/", course_views.CourseList.as_view(), name="courses"),
    path("courses/new/", course_views.CourseAdd.as_view(), name="course-add"),
    path("courses/<int:pk>/", course_views.CourseDetail.as_view(), name="course"),
    path("courses/<int:pk>/enrol/", course_views.CourseEnrol.as_view(), name="course-enrol"),
    path("courses/<int:pk>/certify/", course_views.CourseCertify.as_view(), name="course-certify"),
    path("<int:pk>/edit/", entry_views.OfficerEdit.as_view(), name="edit"),
    path("<int:pk>/photo/", photos.OfficerPhoto.as_view(), name="photo"),
    path("<int:pk>/photo/edit/", photos.OfficerPhotoEdit.as_view(), name="photo-edit"),
    path("<int:pk>/step/", stage_views.OfficerStep.as_view(), name="step"),
    path("<int:pk>/correct/", stage_views.StepCorrection.as_view(), name="correct-step"),
    path("activities/", activity_views.ActivityList.as_view(), name="activities"),
    path("activities/new/", activity_views.ActivityQuick.as_view(), name="activity-add"),
    path("activities/form/", activity_views.ActivityPage.as_view(), name="activity-form"),
    path("activities/<int:pk>/", activity_views.ActivityDetail.as_view(), name="activity"),
    path("activities/<int:pk>/edit/", activity_views.ActivityEdit.as_view(), name="activity-edit"),
    path("activities/<int:pk>/void/", activity_views.ActivityVoid.as_view(), name="activity-void"),
    path("equipment/", equipment_views.EquipmentList.as_view(), name="equipment"),
    path("equipment/new/", equipment_views.ItemAdd.as_view(), name="equipment-add"),
    path("equipment/<int:pk>/", equipment_views.ItemDetail.as_view(), name="equipment-item"),
    path("equipment/<int:pk>/edit/", equipment_views.ItemEdit.as_view(), name="equipment-edit"),
    path("equipment/<int:pk>/issue/", equipment_views.ItemIssue.as_view(), name="equipment-issue"),
    path(
        "equipment/issues/<int:pk>/return/",
        equipment_views.ItemReturn.as_view(),
        name="equipment-return",
    ),
    path("<int:pk>/calendar/", Calendar.as_view(), name="calendar"),
    path("<int:pk>/", views.OfficerDetail.as_view(), name="detail"),
    path("assign/", assignment_views.AssignPage.as_view(), name="assign"),
    path(
        "assignments/<int:pk>/edit/",
        assignment_views.AssignmentEdit.as_view(),
        name="assignment-edit",
    ),
]
