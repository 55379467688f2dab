"""The addresses of the public site. They live for ever; what has no page answers 404 in the public frame."""

from django.urls import path, re_path

from governance.public import views

app_name = "public"

urlpatterns = [
    path("", views.page, name="front"),
    path("editions/", views.editions, name="edition-list"),
    path("editions/<int:number>/", views.edition_page, name="edition-front"),
    path("editions/<int:number>/<path:path>", views.edition_page, name="edition-page"),
    path("corrections/", views.corrections, name="correction-list"),
    # Everything else but the staff's own addresses, where an unknown one is theirs to answer.
    re_path(r"^(?!(?:register|admin|accounts|static)(?:/|$))(?P<path>.+)$", views.page, name="page"),
]
