"""One request for each use case: what comes before it, and the request, with one key.

The tables are named by the places that a request must reach: module and function of what writes."""
