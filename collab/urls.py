"""Every address of the register. The apps name their own below /register/; the public site lies at /."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from collab.views import SignIn, healthz, readyz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/login/", SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("register/", include(("governance.urls", "governance"))),
    path("register/", include(("workstreams.urls", "workstreams"))),
    path("register/", include(("programmes.urls", "programmes"))),
    path("alerts/", include("governance.alerts.urls")),
    path("", include("governance.public_urls")),
]
