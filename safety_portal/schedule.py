"""What the portal does by itself, and when (Kyiv's clock)."""

from celery.schedules import crontab

SCHEDULE = {
    "requeue-overdue-jobs": {"task": "core.tasks.requeue_overdue_jobs", "schedule": 30},
    "write-words": {"task": "incidents.tasks.write_words", "schedule": 15},
    "give-positions": {"task": "integrations.tasks.give_positions", "schedule": 5},
    "tell-webhooks": {"task": "integrations.tasks.tell_webhooks", "schedule": 10},
    "forget-changes": {
        "task": "integrations.tasks.forget_changes",
        "schedule": crontab(minute=0, hour=4),
    },
    "forget-imported-files": {
        "task": "core.tasks.forget_imported_files",
        "schedule": crontab(minute=40, hour=3),
    },
    "forget-lost-attachments": {
        "task": "core.tasks.forget_lost_attachments",
        "schedule": crontab(minute=45, hour=3),
    },
    "forget-job-files": {
        "task": "incidents.api.tasks.forget_job_files",
        "schedule": crontab(minute=15),
    },
    "forget-answers": {
        "task": "core.tasks.forget_answers",
        "schedule": crontab(minute=30, hour=4),
    },
    "forget-sessions": {
        "task": "accounts.tasks.forget_sessions",
        "schedule": crontab(minute=50, hour=3),
    },
    "fold-tallies": {
        "task": "incidents.tasks.fold_tallies",
        "schedule": crontab(minute=20, hour=3),
    },
    "prepare-numbers": {
        "task": "incidents.tasks.prepare_numbers",
        "schedule": crontab(minute=10, hour=3),
    },
    "remind-of-actions": {
        "task": "working_groups.tasks.remind_of_actions",
        "schedule": crontab(minute=0, hour=8),
    },
    "open-public-reports": {
        "task": "reports.residents.tasks.open_public_reports",
        "schedule": crontab(minute=45, hour=2),
    },
    "build-monthly-reports": {
        "task": "reports.tasks.build_monthly_reports",
        "schedule": crontab(minute=0, hour=3, day_of_month=1),
    },
}
