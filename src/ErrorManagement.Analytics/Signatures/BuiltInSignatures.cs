namespace ErrorManagement.Analytics.Signatures;

/// <summary>The rules that are there from the start: eleven, in the order they are asked (S4.11, U36).</summary>
internal static class BuiltInSignatures
{
    /// <summary>New rules each time, so that one host's changes are not another's.</summary>
    public static IList<SignatureRule> Make() =>
    [
        High(
            "import_error",
            "Dependency Issue",
            "Declare the missing dependency in the project and install it; look for a version that does not fit.",
            "ModuleNotFoundError", "ImportError", "No module named", "cannot import", "Module not found",
            "TypeLoadException", "FileLoadException", "BadImageFormatException", "DllNotFoundException", "Could not load file or assembly"),
        High(
            "connection_error",
            "Network Issue",
            "Check that the service runs and can be reached at this host and port; look at firewalls and name resolution.",
            "ECONNREFUSED", "Connection refused", "Failed to connect", "connection reset", "SocketException", RequestFailures.TypeName),
        Medium(
            "timeout_error",
            "Performance Issue",
            "Raise the time limit, or make the operation faster; see whether the other side is overloaded.",
            "timeout", "timed out", "TimeoutError", "deadline exceeded"),
        High(
            "syntax_error",
            "Code Quality",
            "Mend the syntax where the message points, and run a linter before each commit.",
            "SyntaxError", "invalid syntax", "unexpected token"),
        Medium(
            "type_error",
            "Type Issue",
            "Check the types of the values at this place; static checking (nullable reference types, a type checker) finds this before it runs.",
            "TypeError", "type object", "is not a function", "is not callable", "InvalidCastException", "NullReferenceException"),
        Medium(
            "file_not_found",
            "File System Issue",
            "Check that the path is right and that the file is there when it is read; make directories before use.",
            "FileNotFoundError", "ENOENT", "no such file", "file does not exist", "FileNotFoundException", "DirectoryNotFoundException", "Could not find file", "Could not find a part of the path"),
        Medium(
            "permission_error",
            "Permission Issue",
            "Check which user the process runs as, and give it the rights it needs on this resource.",
            "PermissionError", "EACCES", "permission denied", "access denied", "UnauthorizedAccessException"),
        WithStatuses(
            Medium(
                "missing_resource",
                "Missing Resource",
                "Check the address and the id that were asked for, and whether the resource was moved or deleted.",
                []),
            404),
        WithStatuses(
            High(
                "api_error",
                "API Issue",
                "Look at the answer of the API and at its state page; check address, credentials and the form of the request, and retry what may pass.",
                "API error", "status code", "HTTP error"),
            404, 500, 503),
        High(
            "database_error",
            "Database Issue",
            "Look at the statement and at the constraint it breaks; check the schema's version and the database's log.",
            "DatabaseError", "SQL error", "constraint violation", "foreign key", "DbException", "SqliteException", "NpgsqlException", "PostgresException", "SqlException"),
        Medium(
            "git_error",
            "Git Issue",
            "Bring the working copy into a clean state: resolve conflicts, pull or rebase, and try again.",
            "git error", "merge conflict", "divergent branches", "fatal: not a git"),
    ];

    private static SignatureRule High(string name, string category, string recommendation, params IEnumerable<string> keywords) => Rule(name, category, ErrorSeverity.Error, recommendation, keywords);

    private static SignatureRule Medium(string name, string category, string recommendation, params IEnumerable<string> keywords) => Rule(name, category, ErrorSeverity.Warning, recommendation, keywords);

    private static SignatureRule Rule(string name, string category, ErrorSeverity severity, string recommendation, IEnumerable<string> keywords) =>
        new() { Name = name, Category = category, Severity = severity, Recommendation = recommendation, Keywords = [.. keywords] };

    private static SignatureRule WithStatuses(SignatureRule rule, params IEnumerable<int> statuses)
    {
        rule.StatusCodes = [.. statuses];
        return rule;
    }
}
