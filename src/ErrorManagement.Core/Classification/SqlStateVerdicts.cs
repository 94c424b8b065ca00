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
        "55P03" or "57P01" or "57P02" or "57P03" or "57014" or "HYT00" or "HYT01" => ErrorCategory.Transient, // lock not to be had, server going down or coming up, statement timed out
        _ => state[..2] switch
        {
            "08" or "40" or "53" => ErrorCategory.Transient, // connection, rollback (deadlock, serialisation), resources
            "28" => ErrorCategory.Authentication,
            "22" or "23" => ErrorCategory.DataValidation, // data, integrity constraint
            "0A" or "26" or "3D" or "3F" or "42" => ErrorCategory.Permanent, // not supported, no such statement, catalogue, schema; syntax
            _ => ErrorCategory.Unknown,
        },
    };
}
