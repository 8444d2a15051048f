"""Where each door hangs."""

from django.contrib import admin
from django.contrib.auth import views as accounts
from django.urls import include, path

urlpatterns = [
    path("", include("articles.desk.urls")),
    path("login/", accounts.LoginView.as_view(), name="login"),
    path("logout/", accounts.LogoutView.as_view(), name="logout"),
    path("password/", accounts.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", accounts.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("admin/", admin.site.urls),
]
