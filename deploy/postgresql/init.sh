#!/bin/sh
# Run by the PostgreSQL image when its volume is empty: the roles of roles.sql, each with its password. In a shell of its
# own, as the image reads a file that is not executable into its own one.
(
    set -eu
    psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -f /deploy/roles.sql
    for role in desk_owner desk; do
        psql -v ON_ERROR_STOP=1 -v role="$role" -v word="$(cat "/run/secrets/${role}_password")" \
            -U "$POSTGRES_USER" -d postgres <<'SQL'
ALTER ROLE :"role" PASSWORD :'word';
SQL
    done
)
