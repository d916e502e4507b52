"""What starts things: settings, the daily run, the clock, the measures, the command line."""
