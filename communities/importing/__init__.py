"""Files about the territory, brought by people and by commands: one preview, one way to apply."""
