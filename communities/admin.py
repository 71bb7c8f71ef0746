"""The register in the admin: what the codifier says is looked at, what people know is kept."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.fact_forms import PopulationForm
from communities.models import (
    AccessGrant,
    Accession,
    Beat,
    Boundary,
    CityDistrict,
    Cohort,
    Community,
    CommunityAlias,
    ControlStatus,
    FireBrigade,
    Memorandum,
    Oblast,
    Organisation,
    Population,
    Programme,
    Raion,
    Reading,
    SafetyAsset,
    Settlement,
    StarostaDistrict,
    Station,
    Succession,
    Visit,
)
from communities.models.aliases import NAMED
from communities.models.succession import SuccessionKind
from communities.models.territory import CommunityKind
from communities.services import (
    merge_communities,
    refuse_amalgamated,
    rename_community,
    split_community,
)
from core import clock
from core.admin import Kept
from core.exceptions import RuleBroken


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


class CommunityForm(forms.ModelForm):
    """A community typed in by hand: an old one, whose own code names its oblast."""

    def clean(self):
        data = super().clean()
        if data.get("kind") == CommunityKind.AMALGAMATED and data.get("oblast"):
            try:
                refuse_amalgamated(data.get("code", ""), data["oblast"])
            except RuleBroken as error:
                self.add_error(error.field, error.message)
        return data


@admin.register(Community)
class CommunityAdmin(admin.ModelAdmin):
    form = CommunityForm
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
        said = ["code", "name_uk", "name_en", "oblast", "raion", "type", "projected", "centre"]
        days = ["kind", "established_on", "dissolved_on"]  # successions rest on them
        return [*said, *days] if Succession.objects.of(obj).exists() else said

    def has_delete_permission(self, request, obj=None):
        return False


class SuccessionForm(forms.ModelForm):
    """One succession, recorded by the service of its kind; a rename keeps or changes the code."""

    name_uk = forms.CharField(label=_("New name in Ukrainian"), max_length=200, required=False)
    name_en = forms.CharField(label=_("New name in English"), max_length=200, required=False)

    class Meta:
        model = Succession
        fields = ["kind", "predecessor", "successor", "effective_on", "act"]

    FIELDS = {"predecessors": "predecessor", "successors": "successor", "formed": "successor"}

    def clean(self):
        data = super().clean()
        if not self.errors:
            try:
                with transaction.atomic():
                    self.record(by=None)
                    transaction.set_rollback(True)
            except RuleBroken as error:
                self.add_error(self.FIELDS.get(error.field, error.field) or None, error.message)
        return data

    def validate_constraints(self):
        """Leave them to the service, which has said all of it in words."""

    def record(self, *, by):
        data = self.cleaned_data
        act = {"on": data["effective_on"], "act": data["act"], "by": by, "at": clock.now()}
        ended, heir = data["predecessor"], data["successor"]
        if data["kind"] == SuccessionKind.MERGE:
            return merge_communities(predecessors=[ended], successor=heir, **act)[0]
        if data["kind"] == SuccessionKind.SPLIT:
            return split_community(predecessor=ended, successors=[heir], **act)[0]
        names = {"name_uk": data["name_uk"], "name_en": data["name_en"]}
        other = None if heir == ended else heir
        return rename_community(community=ended, successor=other, **names, **act)


@admin.register(Succession)
class SuccessionAdmin(admin.ModelAdmin):
    """Recorded once, by the rules of the page; looked at afterwards."""

    form = SuccessionForm
    list_display = ["predecessor", "kind", "successor", "effective_on", "act"]
    list_filter = ["kind"]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor__name_uk", "successor__name_uk", "act"]
    autocomplete_fields = ["predecessor", "successor"]
    ordering = ["-effective_on", "pk"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.pk = form.record(by=request.user).pk


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Those of the published list are looked at; only the list changes them."""

    list_display = ["name_uk", "name_en", "kind", "service", "oblast", "listed"]
    list_filter = ["kind", "service", "listed"]
    list_select_related = ["oblast"]
    search_fields = ["name_uk", "name_en", "code", "edrpou"]
    ordering = ["sort_key", "pk"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.listed)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.listed)


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
class AccessGrantAdmin(Kept):
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


@admin.register(Reading)
class ReadingAdmin(Kept):
    list_display = ["at", "account", "number", "community", "purpose", "in_bulk"]
    list_filter = ["purpose", "in_bulk", "service"]
    list_select_related = ["account", "community"]
    date_hierarchy = "at"


@admin.register(Programme)
class ProgrammeAdmin(Kept):
    """Looked at; the list comes with the portal (load_reference_data)."""

    list_display = ["name_uk", "code", "owner", "host", "started_on", "ended_on"]
    list_select_related = ["owner", "host"]
    search_fields = ["name_uk", "name_en", "aliases", "code"]
    ordering = ["sort_key", "pk"]


@admin.register(Cohort)
class CohortAdmin(Kept):
    """Looked at; the list comes with the portal (load_reference_data)."""

    list_display = ["name_uk", "code", "programme"]
    list_select_related = ["programme"]
    ordering = ["sort_key", "pk"]


class RecordAdmin(Kept):
    """Looked at; written through the page of the community."""

    list_display = ["community", "recorded_by", "updated_at"]
    list_select_related = ["community", "recorded_by"]
    search_fields = ["community__name_uk", "community__code"]
    ordering = ["-updated_at", "-pk"]


@admin.register(Memorandum)
class MemorandumAdmin(RecordAdmin):
    list_display = ["number", "service", "signed_on", *RecordAdmin.list_display]


@admin.register(Station)
class StationAdmin(RecordAdmin):
    list_display = ["kind", "opened_on", "closed_on", *RecordAdmin.list_display]


@admin.register(SafetyAsset)
class SafetyAssetAdmin(RecordAdmin):
    list_display = ["kind", "quantity", "condition", *RecordAdmin.list_display]
    list_filter = ["kind", "condition"]


@admin.register(FireBrigade)
class FireBrigadeAdmin(RecordAdmin):
    list_display = ["name", "kind", "formed_on", "disbanded_on", *RecordAdmin.list_display]
    list_filter = ["kind"]


class InProgrammeAdmin(RecordAdmin):
    list_display = ["programme", *RecordAdmin.list_display]
    list_select_related = ["programme", *RecordAdmin.list_select_related]
    list_filter = ["programme"]


admin.site.register([Accession, Visit], InProgrammeAdmin)
