# Reads what dotnet test prints, passes on what went wrong, and counts the rest: one line for a hundred tests.
function tell() { printf "  %d tests done, %d failed\n", done, failed; fflush() }

/^  (Passed|Skipped) / { done++; quiet = 1; if (done % 100 == 0) tell(); next }
/^  Failed / { done++; failed++; quiet = 0 }
/^(Test Run |Total tests:|     (Passed|Failed|Skipped):| Total time:|Results File:)/ { quiet = 0; next }
!/^ / { quiet = 0 } # the host's own words
!quiet { print; fflush() }
END { if (done % 100 != 0) tell() }
