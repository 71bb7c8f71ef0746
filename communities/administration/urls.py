"""Addresses of the administrator's pages."""

from django.urls import path

from communities.administration.views import accounts, clients, events, grants, hub, seeing, steps

app_name = "administration"
urlpatterns = [
    path("", hub.Hub.as_view(), name="hub"),
    path("accounts/", accounts.AccountList.as_view(), name="accounts"),
    path("accounts/new/", accounts.NewAccount.as_view(), name="new-account"),
    path("accounts/<int:pk>/", accounts.AccountDetail.as_view(), name="account"),
    path("accounts/<int:pk>/close/", steps.Close.as_view(), name="close"),
    path("accounts/<int:pk>/reopen/", steps.Reopen.as_view(), name="reopen"),
    path("accounts/<int:pk>/link/", steps.NewLink.as_view(), name="link"),
    path("accounts/<int:pk>/see-as/", seeing.SeeAs.as_view(), name="see-as"),
    path("accounts/<int:pk>/grant/", grants.NewGrant.as_view(), name="grant"),
    path("grants/<int:pk>/end/", grants.EndGrant.as_view(), name="end-grant"),
    path("see-as/stop/", seeing.StopSeeing.as_view(), name="stop-seeing"),
    path("api-clients/", clients.ClientList.as_view(), name="clients"),
    path("api-clients/new/", clients.NewClient.as_view(), name="new-client"),
    path("api-clients/<int:pk>/", clients.ClientDetail.as_view(), name="client"),
    path("api-clients/<int:pk>/secret/", clients.NewSecret.as_view(), name="secret"),
    path("api-clients/<int:pk>/scopes/", clients.Scopes.as_view(), name="scopes"),
    path("api-clients/<int:pk>/revoke/", clients.Revoke.as_view(), name="revoke"),
    path("events/", events.EventList.as_view(), name="events"),
    path("events.csv", events.EventFile.as_view(), name="events-csv"),
]
