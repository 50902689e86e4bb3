"""The door to the outside: the REST webhook, which validates, and the pages it serves. Knows neither `actions` nor `nlu`."""
