"""Background work declared by name. The payload is the id of a row; what must not be lost stands in that row.

A job may run late, twice or never (a killed worker loses what it held), so each room that queues work also has
a periodic sweep that finds the rows which were left behind.
"""

from outreach.jobs.registry import Periodic, drain, enqueue, job, jobs, pending, periodic, periodics, run

__all__ = ["Periodic", "drain", "enqueue", "job", "jobs", "pending", "periodic", "periodics", "run"]
