"""Where each door hangs."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("articles.desk.urls")),
    path("", include("articles.signin.urls")),
    path("api/v1/", include("articles.api.urls")),
    path("schemas/", include("articles.api.schemas")),
    path("admin/", admin.site.urls),
]
