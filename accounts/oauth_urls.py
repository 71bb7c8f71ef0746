"""The one address of OAuth: a token for client credentials."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from oauth2_provider.views import TokenView

app_name = "oauth2_provider"
urlpatterns = [path("token/", login_not_required(TokenView.as_view()), name="token")]
