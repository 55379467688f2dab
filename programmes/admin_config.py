"""Puts the register’s own administration site in the place of Django’s."""

from django.contrib.admin.apps import AdminConfig


class RegisterAdminConfig(AdminConfig):
    """The admin app with the register’s site as the default one."""

    default_site = "programmes.admin_site.RegisterAdminSite"
