using System.Data;
using System.Data.SqlTypes;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

// Tables in memory, and the types of databases.
internal static partial class ThrownForReal
{
    private static Dictionary<string, Case> Tables() => new()
    {
        ["table: not unique"] = new(Sync(() => WithTable(t => t.Rows.Add(1, "twice"))), DataValidation),
        ["table: no null allowed"] = new(Sync(() => WithTable(t => t.Rows.Add(2, null))), DataValidation),
        ["table: wrong type"] = new(Sync(() => WithTable(t => t.Rows.Add("x", "y"))), DataValidation),
        ["table: no such column"] = new(Sync(() => WithTable(t => _ = t.Rows[0]["none"])), DataValidation),
        ["table: column twice"] = new(Sync(() => WithTable(t => t.Columns.Add("id"))), DataValidation),
        ["table: read-only column"] = new(Sync(() => WithTable(ChangeReadOnly)), DataValidation),
        ["table: deleted row"] = new(Sync(() => WithTable(ReadDeleted)), DataValidation),
        ["table: no such version"] = new(Sync(() => WithTable(t => _ = t.Rows[0]["id", DataRowVersion.Original])), Permanent),
        ["table: no primary key"] = new(Sync(() => WithTable(t => t.Rows.Find(1))), Permanent),
        ["table: bad expression"] = new(Sync(() => WithTable(t => t.Select("id ="))), Permanent),
        ["table: expression of a column that is not there"] = new(Sync(() => WithTable(t => t.Select("none = 1"))), DataValidation),
        ["table: relation that does not fit"] = new(Sync(() => WithTable(t => t.DataSet!.Relations.Add(t.Columns[0], new DataTable().Columns.Add("x")))), DataValidation),
        ["sql type: null"] = new(Sync(() => _ = SqlInt32.Null.Value), DataValidation),
        ["sql type: too large"] = new(Sync(() => new SqlInt32(300).ToSqlByte()), DataValidation),
        ["sql type: cut off"] = new(Sync(() => SqlDecimal.ConvertToPrecScale(new SqlDecimal(12345), 2, 0)), DataValidation),
    };

    private static void WithTable(Action<DataTable> use)
    {
        using var set = new DataSet();
        var table = set.Tables.Add("orders");
        table.Columns.Add("id", typeof(int)).Unique = true;
        table.Columns.Add("name", typeof(string)).AllowDBNull = false;
        table.Rows.Add(1, "first");
        use(table);
    }

    private static void ChangeReadOnly(DataTable table)
    {
        table.Columns["name"]!.ReadOnly = true;
        table.Rows[0]["name"] = "other";
    }

    private static void ReadDeleted(DataTable table)
    {
        table.AcceptChanges();
        table.Rows[0].Delete();
        _ = table.Rows[0]["id"];
    }
}
