#!/bin/sh
# Run once by the image of PostgreSQL, when it makes the database: the role that dashboards read by. What it may read it is given by the
# silo, at each start.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -v password="$ASSETS_READER_PASSWORD" <<'SQL'
CREATE ROLE assets_reader LOGIN PASSWORD :'password' CONNECTION LIMIT 10;
ALTER ROLE assets_reader SET default_transaction_read_only = on;
ALTER ROLE assets_reader SET statement_timeout = '30s';
SQL
