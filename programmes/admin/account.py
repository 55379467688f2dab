"""Accounts and the roles they hold: the administrator’s part of the desk, and nobody else’s."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminPasswordChangeForm as AdminOwnPasswordForm
from django.contrib.auth import forms as account_forms
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from programmes.access import ROLE_WORDS, Capability, may
from programmes.admin.form_fields import FormFields, date_input
from programmes.models import Grant, User
from programmes.plain_forms import PlainFields, PlainModelForm


class AccountForm(PlainFields, account_forms.UserChangeForm):
    """An account, with refusals that say what to do."""


class NewAccountForm(PlainFields, account_forms.AdminUserCreationForm):
    """A new account, with refusals that say what to do."""


class AccountPasswordForm(PlainFields, account_forms.AdminPasswordChangeForm):
    """A password set by an administrator, with refusals that say what to do."""


class OwnPasswordForm(PlainFields, AdminOwnPasswordForm):
    """One’s own password, with refusals that say what to do."""


class AccountPermissions:
    """Users and grants are managed by administrators; an account is closed, never deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Capability.MANAGE_USERS)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Capability.MANAGE_USERS)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GrantInline(FormFields, AccountPermissions, admin.TabularInline):
    """The roles of a user, each for an office or force where the role is bound to one, between two dates."""

    model = Grant
    form = PlainModelForm
    fields = ("role", "body", "force", "starts", "ends")
    extra = 1
    can_delete = False
    verbose_name = "role"
    verbose_name_plural = "roles"
    template = "admin/register/tabular.html"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("starts", "ends"):
            kwargs["widget"] = date_input()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body":
            kwargs["queryset"] = db_field.remote_field.model.objects.corporations_sole()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(User)
class RegisterUserAdmin(FormFields, AccountPermissions, UserAdmin):
    group = "Accounts"
    order = 1
    plural = "users"
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = AccountPasswordForm
    actions = None
    view_on_site = False
    show_full_result_count = False
    change_list_template = "admin/register/change_list.html"
    change_form_template = "admin/register/change_form.html"
    list_display = ("username", "first_name", "last_name", "email", "is_active", "roles")
    list_filter = ("is_active", "grants__role")
    search_fields = ("username", "first_name", "last_name", "email")
    filter_horizontal = ()
    ordering = ("username", "pk")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        (
            "Account",
            {
                "fields": ("is_active", "last_login", "date_joined"),
                "description": "What a user may do comes from the roles below and from nothing else. "
                "To close an account, clear “Active”; it is never deleted.",
            },
        ),
    )
    inlines = (GrantInline,)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj is not None else ()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("grants")

    @admin.display(description="Roles")
    def roles(self, obj: Any) -> str:
        return ", ".join(grant.get_role_display() for grant in obj.grants.all()) or "–"


@admin.register(Grant)
class GrantAdmin(FormFields, AccountPermissions, admin.ModelAdmin):
    """All roles held, by whom, for which office or force, from when to when."""

    group = "Accounts"
    order = 2
    plural = "roles held"
    form = PlainModelForm
    actions = None
    view_on_site = False
    show_full_result_count = False
    change_list_template = "admin/register/change_list.html"
    change_form_template = "admin/register/change_form.html"
    list_display = ("user", "role", "body", "force", "starts", "ends")
    list_filter = ("role", "body", "force")
    list_select_related = ("user", "body", "force")
    search_fields = ("user__username", "body__name")
    date_hierarchy = "starts"
    fieldsets = (
        (
            None,
            {
                "fields": ("user", "role", "body", "force", "starts", "ends"),
                "description": "; ".join(f"{role.label}: {words}" for role, words in ROLE_WORDS.items()) + ".",
            },
        ),
    )
