-- The configuration that operators agreed to last, in whatever portfolio: a new portfolio is held to it. Few entries name one.
CREATE INDEX audit_log_limits ON audit_log (at) WHERE kind = 'limits' OR (kind = 'reset' AND payload LIKE '%"limits":{%');
