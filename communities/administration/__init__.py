"""The administrator's pages: accounts, who gave them what, what programs may, seeing as others."""
