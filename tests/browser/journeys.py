"""What the tests in a browser do again and again."""


def open_as(chromium, live_server, account, language="en", **options):
    """Open the portal as a demo account (None: nobody) in a fresh context; return the page."""
    options = {"viewport": {"width": 1280, "height": 900}} | options
    context = chromium.new_context(base_url=live_server.url, **options)
    cookie = {"name": "django_language", "value": language, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    if account:
        page.goto("/sign-in/")
        page.locator("[name=username]").fill(account)
        page.locator("[name=password]").fill(f"{account}-demo-2026")
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda address: "sign-in" not in address)
    return page
