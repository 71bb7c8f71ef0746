"""`/api/v1/webhooks/`: the addresses of a program that are told of changes, and what became of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ErrorDetail, PermissionDenied, ValidationError
from rest_framework.renderers import JSONRenderer

from communities.standing import Standing
from core import clock
from core.api.exports import ExportMixin
from core.api.filtering import StrictFilterBackend, refuse_unknown
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.strict import Choice, Key, StrictSerializer
from core.exceptions import RuleBroken
from integrations import services
from integrations.kinds import KINDS, kinds_for
from integrations.models import Delivery, Webhook

ASKED_KINDS = [(each, each) for each in KINDS]


class WebhookSerializer(StrictSerializer):
    """An address that is told of changes; without `kinds`, of all that the client may read."""

    kinds = serializers.ListField(child=Choice(choices=ASKED_KINDS), required=False)

    class Meta:
        model = Webhook
        fields = ["id", "url", "kinds", "state", "state_since", "made_at"]
        read_only_fields = ["id", "state", "state_since", "made_at"]


class NewWebhookSerializer(WebhookSerializer):
    """A webhook that was just made; its secret is told this once."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]


class DeliverySerializer(StrictSerializer):
    """What became of a message. POST the number of one as `delivery` to have it sent once more."""

    delivery = Key(queryset=Delivery.objects.none(), write_only=True)

    class Meta:
        model = Delivery
        fields = [
            *("id", "delivery", "message", "kind", "state", "tries", "answer", "trouble"),
            *("made_at", "tried_at", "next_at"),
        ]
        read_only_fields = [each for each in fields if each != "delivery"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if webhook := self.context.get("webhook"):
            fields["delivery"].queryset = webhook.deliveries.select_related("webhook")
        return fields


class OfClient(viewsets.GenericViewSet):
    """What belongs to the client that asks, and to nobody else."""

    reads = writes = ""
    scopes = ("webhooks:write", "webhooks:write")
    standing = Standing

    def webhooks(self) -> Any:
        return Webhook.objects.filter(client__account=self.request.user.pk)

    def answer(self, told: Any, status: int, **headers: str) -> HttpResponse:
        body = JSONRenderer().render(told)
        return HttpResponse(body, content_type=JSON, status=status, headers=headers)


class WebhookViewSet(ExportMixin, OfClient, mixins.ListModelMixin):
    """The webhooks of the client that asks."""

    queryset = Webhook.objects.all()
    serializer_class, file_name = WebhookSerializer, "webhooks"
    lookup_value_converter = "int"
    orderings = {"id": ("id",), "-id": ("-id",)}

    def get_queryset(self) -> Any:
        return self.webhooks()

    @extend_schema(
        parameters=[KEY, REPLAY],
        responses={201: OpenApiResponse(NewWebhookSerializer, "Made; here is its secret.")},
    )
    def create(self, request: Any) -> HttpResponse:
        """Make a webhook. Messages are signed with its secret, as Standard Webhooks 1.0.0 says."""
        refuse_unknown(request.query_params, ())
        said = WebhookSerializer(data=request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        url, kinds = said.validated_data["url"], said.validated_data.get("kinds", [])
        try:
            services.refuse_address(url)
        except RuleBroken as broken:
            raise ValidationError({"url": [ErrorDetail(broken.message, broken.code)]}) from broken
        client = getattr(request.user, "api_client", None)
        if client is None:
            raise PermissionDenied(_("Webhooks belong to API clients."))
        known = {each.name for each in kinds_for(client.account, client.scopes)}
        if beyond := sorted(set(kinds) - known):
            words = _("The client may not read: %(kinds)s.") % {"kinds": ", ".join(beyond)}
            raise PermissionDenied(words)
        return once(self, lambda: self._make(request, client, url, kinds))

    def _make(self, request: Any, client: Any, url: str, kinds: list[str]) -> HttpResponse:
        made = services.add_webhook(
            client=client, url=url, kinds=kinds, at=clock.now(), request=request
        )
        address = request.build_absolute_uri(f"{request.path}{made.pk}/")
        return self.answer(NewWebhookSerializer(made).data, 201, Location=address)

    @extend_schema(responses=WebhookSerializer)
    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        refuse_unknown(request.query_params, ())
        found = get_object_or_404(self.webhooks(), pk=pk)
        return self.answer(self.get_serializer(found).data, 200)

    @extend_schema(responses={204: OpenApiResponse(None, "It is told nothing more.")})
    def destroy(self, request: Any, pk: int) -> HttpResponse:
        """Take a webhook away, with the log of its deliveries."""
        refuse_unknown(request.query_params, ())
        found = get_object_or_404(self.webhooks().select_related("client__account"), pk=pk)
        services.remove_webhook(webhook=found, request=request)
        return HttpResponse(status=204)


class DeliveryViewSet(ExportMixin, OfClient, mixins.ListModelMixin):
    """What became of the messages of a webhook, the newest first."""

    queryset = Delivery.objects.all()
    serializer_class, file_name = DeliverySerializer, "deliveries"
    orderings = {"-id": ("-id",), "id": ("id",)}

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.allowed_methods:
            refuse_unknown(request.query_params, StrictFilterBackend().known(self, self.queryset))
            self.webhook  # noqa: B018 - one that is not the client's own is told of first

    @cached_property
    def webhook(self) -> Webhook:
        return get_object_or_404(self.webhooks(), pk=self.kwargs["pk"])

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(webhook=self.webhook)

    @extend_schema(
        parameters=[KEY, REPLAY],
        responses={201: OpenApiResponse(DeliverySerializer, "It will be sent once more.")},
    )
    def create(self, request: Any, pk: int) -> HttpResponse:
        """Send a message once more, under the same name."""
        context = self.get_serializer_context() | {"webhook": self.webhook}
        said = DeliverySerializer(data=request.data, context=context)
        said.is_valid(raise_exception=True)
        return once(self, lambda: self._again(said.validated_data["delivery"]))

    def _again(self, delivery: Delivery) -> HttpResponse:
        made = services.replay(delivery=delivery, at=clock.now())
        return self.answer(self.get_serializer(made).data, 201)
