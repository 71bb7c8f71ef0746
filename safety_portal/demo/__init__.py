"""The demo data set: invented people and events in the real communities of Ukraine."""
