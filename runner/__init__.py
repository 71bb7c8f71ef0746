"""The parts of `./portal`: the standard library only, because they run before anything is installed."""
