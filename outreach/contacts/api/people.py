"""People and organisations over the API."""
