namespace ErrorManagement.Classification;

/// <summary>What an SQLSTATE says about the statement that got it: by its class, the first two characters (ISO/IEC 9075-2, subclause 24.1), and a few of PostgreSQL's own. Pure.</summary>
internal static class SqlStateVerdicts
{
    /// <summary>Five letters or digits.</summary>
    public static bool IsSqlState(string? state)
    {
        if (state is not { Length: 5 })
        {
            return false;
        }

        foreach (var c in state)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The category; unknown for a state that does not decide.</summary>
    public static ErrorCategory CategoryOf(ReadOnlySpan<char> state) => state switch
    {
        "42501" => ErrorCategory.Authentication, // insufficient privilege
        "55P03" or "55006" or "57P01" or "57P02" or "57P03" or "57P05" or "57014" or "25P03" or "58030" or "HYT00" or "HYT01" => ErrorCategory.Transient, // lock not to be had, object in use, server going down or coming up, session or statement timed out, I/O
        "57P04" => ErrorCategory.Permanent, // database dropped
        _ => state[..2] switch
        {
            "08" or "40" or "53" => ErrorCategory.Transient, // connection, rollback (deadlock, serialisation), resources
            "28" => ErrorCategory.Authentication,
            "21" or "22" or "23" or "44" => ErrorCategory.DataValidation, // cardinality, data, integrity constraint, check option
            "0A" or "26" or "3D" or "3F" or "42" or "54" or "F0" or "IM" => ErrorCategory.Permanent, // not supported, no such statement, catalogue, schema; syntax, program limit, configuration file, driver
            _ => ErrorCategory.Unknown,
        },
    };
}
