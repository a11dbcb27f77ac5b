"""Pure decisions: values in, values out. No Slack, no database, no clock."""
