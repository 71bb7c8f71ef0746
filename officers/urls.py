"""Addresses of officers."""

from django.urls import path

from officers import assignment_views, course_views, entry_views, stage_views, views

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
    path("<int:pk>/step/", stage_views.OfficerStep.as_view(), name="step"),
    path("<int:pk>/correct/", stage_views.StepCorrection.as_view(), name="correct-step"),
    path("<int:pk>/", views.OfficerDetail.as_view(), name="detail"),
    path("assign/", assignment_views.AssignPage.as_view(), name="assign"),
    path(
        "assignments/<int:pk>/edit/",
        assignment_views.AssignmentEdit.as_view(),
        name="assignment-edit",
    ),
    path(
        "assignments/<int:pk>/end/",
        assignment_views.AssignmentEnd.as_view(),
        name="assignment-end",
    ),
]
