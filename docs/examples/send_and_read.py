"""Send a file of records, say what became of each, then read all of them page by page."""

import os
import sys
from urllib.parse import parse_qs, urlsplit

import httpx
from portal_client import AuthenticatedClient
from portal_client.api.incidents import incidents_bulk, incidents_list
from portal_client.types import UNSET, File

url, me = os.environ["PORTAL_URL"], (os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
answer = httpx.post(f"{url}/oauth/token/", data={"grant_type": "client_credentials"}, auth=me)
client = AuthenticatedClient(url, answer.json()["access_token"], timeout=httpx.Timeout(300))
with open(sys.argv[1], "rb") as records:
    print(incidents_bulk.sync(client=client, body=File(records)).decode(), end="")
cursor = [UNSET]
while cursor and (page := incidents_list.sync(client=client, limit=1000, cursor=cursor[0])):
    print(*(each.number for each in page.results), sep="\n")
    cursor = parse_qs(urlsplit(page.next_ or "").query).get("cursor")
