using Microsoft.Data.Sqlite;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

// A database in a file of its own.
internal static partial class ThrownForReal
{
    private const string Orders = "CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> 'bad')); INSERT INTO orders VALUES (1, 'first');";

    private static Dictionary<string, Case> Sqlite() => new()
    {
        ["sqlite: busy"] = new(Sync(() => WithDatabase(LockDatabase)), Transient, Identity: "sqlite:5"),
        ["sqlite: table locked"] = new(Sync(() => WithDatabase(LockTable)), Transient, Identity: "sqlite:6"),
        ["sqlite: full"] = new(Sync(() => WithDatabase(FillUp)), Transient, Identity: "sqlite:13"),
        ["sqlite: not unique"] = new(Sync(() => WithDatabase((c, _) => Run(c, "INSERT INTO orders VALUES (2, 'first')"))), DataValidation, Identity: "sqlite:19"),
        ["sqlite: primary key twice"] = new(Sync(() => WithDatabase((c, _) => Run(c, "INSERT INTO orders VALUES (1, 'second')"))), DataValidation, Identity: "sqlite:19"),
        ["sqlite: no null allowed"] = new(Sync(() => WithDatabase((c, _) => Run(c, "INSERT INTO orders VALUES (2, NULL)"))), DataValidation, Identity: "sqlite:19"),
        ["sqlite: check"] = new(Sync(() => WithDatabase((c, _) => Run(c, "INSERT INTO orders VALUES (2, 'bad')"))), DataValidation, Identity: "sqlite:19"),
        ["sqlite: foreign key"] = new(Sync(() => WithDatabase((c, _) => Run(c, "PRAGMA foreign_keys = ON; CREATE TABLE lines (o REFERENCES orders); INSERT INTO lines VALUES (9)"))), DataValidation, Identity: "sqlite:19"),
        ["sqlite: wrong type"] = new(Sync(() => WithDatabase((c, _) => Run(c, "INSERT INTO orders VALUES ('x', 'y')"))), DataValidation, Identity: "sqlite:20"),
        ["sqlite: too big"] = new(Sync(() => WithDatabase((c, _) => Run(c, "SELECT length(zeroblob(2000000000) || 'x')"))), DataValidation, Identity: "sqlite:18"),
        ["sqlite: no such table"] = new(Sync(() => WithDatabase((c, _) => Run(c, "SELECT * FROM none"))), Permanent, Identity: "sqlite:1"),
        ["sqlite: syntax"] = new(Sync(() => WithDatabase((c, _) => Run(c, "SELEKT 1"))), Permanent, Identity: "sqlite:1"),
        ["sqlite: read-only"] = new(Sync(() => WithDatabase((_, path) => Open(path, "Mode=ReadOnly", c => Run(c, "DELETE FROM orders")))), Permanent, Identity: "sqlite:8"),
        ["sqlite: no such file"] = new(Sync(() => Open("/no-such-directory-em/file", "", _ => { })), Permanent, Identity: "sqlite:14"),
        ["sqlite: no database"] = new(Sync(() => WithDirectory(OpenGarbage)), Permanent, Identity: "sqlite:26"),
        ["sqlite: corrupt"] = new(Sync(() => WithDirectory(OpenCorrupt)), Permanent, Identity: "sqlite:11"),
        ["sqlite: value is null"] = new(Sync(() => WithDatabase((c, _) => ReadNumber(c, "SELECT NULL"))), DataValidation),
        ["sqlite: bad setting"] = new(Sync(() => _ = new SqliteConnection("Nonsense=1")), DataValidation),
        ["sqlite: parameter without a value"] = Undecided(() => WithDatabase((c, _) => Run(c, "SELECT @x")), "a mistake in the program"),
        ["sqlite: connection not open"] = Undecided(() => new SqliteConnection("Data Source=:memory:").BeginTransaction(), "a mistake in the program"),
    };

    private static void WithDatabase(Action<SqliteConnection, string> use) => WithDirectory(directory =>
    {
        var path = Path.Combine(directory, "shop.db");
        Open(path, "", connection =>
        {
            Run(connection, Orders);
            use(connection, path);
        });
    });

    private static void Open(string path, string settings, Action<SqliteConnection> use)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=1;{settings}");
        connection.Open();
        use(connection);
    }

    private static void Run(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    private static int ReadNumber(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        using var reader = command.ExecuteReader();
        reader.Read();
        return reader.GetInt32(0);
    }

    private static void FillUp(SqliteConnection connection, string path)
    {
        Run(connection, "PRAGMA max_page_count = 4");
        Run(connection, "CREATE TABLE big (x BLOB)");
        Run(connection, "INSERT INTO big VALUES (zeroblob(1000000))");
    }

    private static void LockDatabase(SqliteConnection connection, string path)
    {
        Run(connection, "BEGIN EXCLUSIVE");
        Open(path, "", other => Run(other, "DELETE FROM orders"));
    }

    private static void LockTable(SqliteConnection connection, string path) =>
        Open(path, "Cache=Shared", first =>
        {
            Run(first, "BEGIN; DELETE FROM orders");
            Open(path, "Cache=Shared", second => Run(second, "SELECT * FROM orders"));
        });

    private static void OpenGarbage(string directory)
    {
        var path = Path.Combine(directory, "shop.db");
        File.WriteAllText(path, new string('x', 4_096));
        Open(path, "", c => Run(c, "SELECT * FROM orders"));
    }

    private static void OpenCorrupt(string directory)
    {
        const int PageSize = 4_096;
        var path = Path.Combine(directory, "shop.db");
        Open(path, "", c => Run(c, Orders));
        using (var file = File.OpenWrite(path))
        {
            file.Position = PageSize; // the head and the schema stay, the rows are gone
            file.Write(Enumerable.Repeat((byte)0xff, PageSize).ToArray());
        }

        Open(path, "", c => Run(c, "SELECT * FROM orders"));
    }
}
