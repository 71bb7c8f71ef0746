"""The register in the admin: what the codifier says is looked at, what people know is kept."""

from django.contrib import admin

from communities.fact_forms import PopulationForm
from communities.models import (
    AccessGrant,
    Beat,
    Boundary,
    CityDistrict,
    Community,
    CommunityAlias,
    ControlStatus,
    Oblast,
    Organisation,
    Population,
    Raion,
    Settlement,
    StarostaDistrict,
)
from communities.models.aliases import NAMED


class CodifierAdmin(admin.ModelAdmin):
    """Units that only the official file changes (load_reference_data, imports)."""

    list_display = ["name_uk", "name_en", "code"]
    search_fields = ["name_uk", "name_en", "code"]
    ordering = ["sort_key", "code"]
    show_full_result_count = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Oblast)
class OblastAdmin(CodifierAdmin):
    list_display = [*CodifierAdmin.list_display, "iso"]


@admin.register(Raion)
class RaionAdmin(CodifierAdmin):
    list_display = [*CodifierAdmin.list_display, "oblast"]
    list_filter = ["oblast", ("closed_on", admin.EmptyFieldListFilter)]
    list_select_related = ["oblast"]


@admin.register(Settlement)
class SettlementAdmin(CodifierAdmin):
    list_display = [*CodifierAdmin.list_display, "category", "community", "raion"]
    list_filter = ["category", ("closed_on", admin.EmptyFieldListFilter)]
    list_select_related = ["community", "raion"]


@admin.register(CityDistrict)
class CityDistrictAdmin(CodifierAdmin):
    list_display = [*CodifierAdmin.list_display, "settlement", "oblast"]
    list_select_related = ["settlement", "oblast"]


@admin.register(CommunityAlias)
class CommunityAliasAdmin(admin.ModelAdmin):
    list_display = ["name", "language", *NAMED, "until", "source"]
    list_filter = ["language"]
    list_select_related = [*NAMED]
    search_fields = ["name", "community__code", "community__name_uk"]
    autocomplete_fields = [*NAMED]
    ordering = ["name", "pk"]


class PartAdmin(admin.ModelAdmin):
    list_display = ["name_uk", "community"]
    list_select_related = ["community"]
    search_fields = ["name_uk", "name_en", "community__name_uk", "community__code"]
    autocomplete_fields = ["community"]
    ordering = ["sort_key", "pk"]

    def get_readonly_fields(self, request, obj=None):
        """A part stays in the community it was made in."""
        return ["community"] if obj else []


@admin.register(StarostaDistrict)
class StarostaDistrictAdmin(PartAdmin):
    list_display = [*PartAdmin.list_display, "office"]


@admin.register(Beat)
class BeatAdmin(PartAdmin):
    list_display = [*PartAdmin.list_display, "population"]
    autocomplete_fields = ["community", "settlements"]


class AliasInline(admin.TabularInline):
    model = CommunityAlias
    fields = ["name", "language", "until", "source"]
    extra = 0


@admin.register(Community)
class CommunityAdmin(admin.ModelAdmin):
    list_display = ["name_uk", "name_en", "code", "type", "raion", "oblast", "projected"]
    list_filter = ["type", "kind", "projected", "oblast"]
    list_select_related = ["raion", "oblast"]
    search_fields = ["name_uk", "name_en", "code", "aliases__name"]
    ordering = ["sort_key", "code"]
    autocomplete_fields = ["raion", "centre"]
    inlines = [AliasInline]

    def get_readonly_fields(self, request, obj=None):
        """What the codifier says of a community cannot be typed over."""
        if obj is None:
            return []
        return ["code", "name_uk", "name_en", "oblast", "raion", "type", "projected", "centre"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name_uk", "name_en", "kind", "service", "oblast"]
    list_filter = ["kind", "service"]
    list_select_related = ["oblast"]
    search_fields = ["name_uk", "name_en", "code", "edrpou"]
    ordering = ["sort_key", "pk"]


@admin.register(Population)
class PopulationAdmin(admin.ModelAdmin):
    form = PopulationForm
    list_display = ["community", "on", "people", "source"]
    list_filter = ["on"]
    list_select_related = ["community"]
    search_fields = ["community__name_uk", "community__code"]
    autocomplete_fields = ["community"]
    ordering = ["-on", "community__sort_key"]


@admin.register(ControlStatus)
class ControlStatusAdmin(admin.ModelAdmin):
    list_display = ["listed_as", "status", "starts_on", "ends_on", "edition", "contested"]
    list_filter = ["status", "contested", "edition"]
    search_fields = ["listed_as"]
    autocomplete_fields = ["settlement", "community", "raion", "oblast"]
    readonly_fields = ["held", "contested"]
    ordering = ["pk"]


@admin.register(Boundary)
class BoundaryAdmin(admin.ModelAdmin):
    """Looked at; only a file changes them (import_boundaries)."""

    list_display = ["__str__", "source", "licence", "edition"]
    list_filter = ["source", "edition"]
    list_select_related = ["oblast", "raion", "community"]
    search_fields = ["oblast__name_uk", "raion__name_uk", "community__name_uk", "community__code"]
    exclude = ["low", "middle", "high", "outline", "fine_outline"]
    ordering = ["pk"]
    show_full_result_count = False

    def get_queryset(self, request):
        """Leave the geometry where it is: megabytes that no list shows."""
        return super().get_queryset(request).defer(*self.exclude)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AccessGrant)
class AccessGrantAdmin(admin.ModelAdmin):
    list_display = [
        "user",
        "role",
        "nation",
        "oblast",
        "raion",
        "community",
        "service",
        "starts_on",
        "ends_on",
    ]
    list_filter = ["role", "service"]
    list_select_related = ["user", "role", "oblast", "raion", "community"]
    search_fields = ["user__username", "user__full_name"]
    autocomplete_fields = ["user", "oblast", "raion", "community"]
    ordering = ["user__username", "starts_on"]
