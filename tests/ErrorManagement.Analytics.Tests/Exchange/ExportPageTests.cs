using System.Buffers;
using System.Text.Json;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

/// <summary>Holds docs/export.md against what is written.</summary>
public class ExportPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Root(), "docs", "export.md"));

    [Fact]
    public void The_page_names_all_members_and_no_others()
    {
        var record = ErrorRecords.Of(1) with
        {
            Facets = [new MessageFacet("<num>", 0, [new FacetValue("7", 3)], 1)],
            StatusChanges = [new StatusChange(DateTimeOffset.UnixEpoch, ErrorChange.New, ErrorStatus.Open, ErrorStatus.Open, "r")],
            Context = Context(),
            Exceptions = [new ExceptionDetails { ErrorType = "T", Message = "m", Frames = [new StackLine("   at A.B()", true)] }],
            Occurrences = [new SampledOccurrence(DateTimeOffset.UnixEpoch, "m", ErrorSeverity.Error, Context(), null, false) { Resilience = new ResilienceNote() }],
        };
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new JsonExportWriter(new ExportHead("a", DateTimeOffset.UnixEpoch, 1), buffer))
        {
            writer.Begin();
            writer.Write(record);
            writer.End(1);
            writer.Flush();
        }

        var written = new SortedSet<string>(StringComparer.Ordinal);
        Collect(JsonDocument.Parse(buffer.WrittenMemory).RootElement, "", written);

        Rows("## Members").Should().BeEquivalentTo(written);

        static OperationContext Context() => new() { Operation = "o", Phase = "p", Layer = "l", JobId = "j", RequestId = "r", UserId = "u", Data = new Dictionary<string, object?>() };
    }

    [Fact]
    public void The_page_names_all_columns_in_order() => Rows("## CSV").Should().Equal(CsvWriter.Names);

    private static IEnumerable<string> Rows(string heading) => Page.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => line.Split('|')[1].Split(',')).Select(name => name.Trim().Trim('`'));

    private static void Collect(JsonElement element, string path, SortedSet<string> names)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    names.Add(path + member.Name);
                    if (!member.Name.EndsWith("_by_severity", StringComparison.Ordinal))
                    {
                        // What a context is made of is said once.
                        Collect(member.Value, member.Name == "context" ? "context." : path + member.Name + ".", names);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, path, names);
                }

                break;
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ErrorManagement.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
