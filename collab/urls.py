"""Every address of the register. The apps name their own below /register/; the public site lies at /."""

from importlib.util import find_spec

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
]
for app in ("governance", "workstreams", "programmes"):
    if find_spec(f"{app}.urls"):
        urlpatterns.append(path("register/", include((f"{app}.urls", app), namespace=app)))
if find_spec("governance.public_urls"):
    urlpatterns.append(path("", include("governance.public_urls")))
