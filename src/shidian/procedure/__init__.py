"""The procedure is law: working days, due days counted from named events, check lists. Pure; the doors and the desk take their days from here alone."""
