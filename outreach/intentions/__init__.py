"""What visitors and partners send in: form, receipt, clock, inbox, acceptance into leads."""
