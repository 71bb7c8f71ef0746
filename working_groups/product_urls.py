"""Addresses of knowledge products."""

from django.urls import path

from working_groups import product_views as views
from working_groups.products import ProductFile, ProductFileEdit

app_name = "products"
urlpatterns = [
    path("", views.ProductList.as_view(), name="list"),
    path("new/", views.ProductAdd.as_view(), name="add"),
    path("<int:pk>/", views.ProductDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.ProductEdit.as_view(), name="edit"),
    path("<int:pk>/file/", ProductFile.as_view(), name="file"),
    path("<int:pk>/file/edit/", ProductFileEdit.as_view(), name="file-edit"),
]
