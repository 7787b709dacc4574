#!/bin/sh
# Writes Alertmanager's configuration from the variables below, and starts it with what else it is given; 'start.sh --print' prints it only.
#   ASSETS_ALERT_WEBHOOK   address that alerts are posted to, as Alertmanager's JSON
#   ASSETS_ALERT_MAIL_TO   whom they are mailed to, with ASSETS_ALERT_MAIL_FROM and ASSETS_ALERT_SMTP (host:port, by STARTTLS),
#                          ASSETS_ALERT_SMTP_USER and ASSETS_ALERT_SMTP_PASSWORD where the server asks for them
# Without either, alerts are shown and sent to nobody. Alertmanager knows no variables itself; so that no secret is in a file of this folder.
set -eu
umask 077

quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/''/g")"; }

webhook="${ASSETS_ALERT_WEBHOOK:-}" to="${ASSETS_ALERT_MAIL_TO:-}" from="${ASSETS_ALERT_MAIL_FROM:-}" smtp="${ASSETS_ALERT_SMTP:-}"
if [ -n "$to" ] && { [ -z "$from" ] || [ -z "$smtp" ]; }; then
  echo "ASSETS_ALERT_MAIL_TO is set: set ASSETS_ALERT_MAIL_FROM and ASSETS_ALERT_SMTP (host:port) too." >&2
  exit 2
fi
if [ -z "$webhook$to" ]; then
  echo "Alerts are shown here and sent to nobody: set ASSETS_ALERT_WEBHOOK, or ASSETS_ALERT_MAIL_TO and what goes with it." >&2
fi

configuration() {
  cat <<END
route:
  receiver: people
  group_by: [alertname]
  group_wait: 10s
  group_interval: 2m
  repeat_interval: 12h
  routes:
    - matchers: ['severity = "critical"']
      receiver: people
      repeat_interval: 1h
inhibit_rules:
  # Who is told that no silo is there need not be told what follows from it.
  - source_matchers: ['alertname = "AssetsNoSilo"']
    target_matchers: ['severity = "warning"']
receivers:
  - name: people
END
  if [ -n "$webhook" ]; then
    cat <<END
    webhook_configs:
      - url: $(quoted "$webhook")
        send_resolved: true
END
  fi
  if [ -n "$to" ]; then
    cat <<END
    email_configs:
      - to: $(quoted "$to")
        from: $(quoted "$from")
        smarthost: $(quoted "$smtp")
        require_tls: true
        send_resolved: true
END
    if [ -n "${ASSETS_ALERT_SMTP_USER:-}" ]; then
      cat <<END
        auth_username: $(quoted "$ASSETS_ALERT_SMTP_USER")
        auth_password: $(quoted "${ASSETS_ALERT_SMTP_PASSWORD:-}")
END
    fi
  fi
}

if [ "${1:-}" = --print ]; then
  configuration
  exit
fi
configuration >/tmp/alertmanager.yml
exec /bin/alertmanager --config.file=/tmp/alertmanager.yml "$@"
