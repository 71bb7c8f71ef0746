"""Working groups on public safety and recovery, and the people who meet in them."""
