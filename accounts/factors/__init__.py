"""The second factors of an account: passkeys, a code of an app, printed codes."""
