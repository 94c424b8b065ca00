using System.Runtime.CompilerServices;

namespace ErrorManagement.Architecture.Tests.Docs;

public sealed class ErrorCodesPageTests
{
    [Fact] // D1, D10
    public void The_tables_of_codes_say_what_the_code_declares() =>
        MarkdownFile.All.Single(page => page.Path == "docs/error-codes.md").Lines.Where(line => line.StartsWith("| `EM-", StringComparison.Ordinal)).Select(MarkdownFile.Cells)
            .Select(cells => string.Join(" | ", cells[0], cells[1], cells[2], cells[^2], cells[^1]))
            .Should().BeEquivalentTo(CodedTypes().Select(Row), "docs/error-codes.md lists each coded type with its base, its category and its severity");

    private static IEnumerable<Type> CodedTypes() => ShippedAssembly.All.SelectMany(shipped => shipped.WrittenTypes())
        .Where(type => type.IsSubclassOf(typeof(CodedException)) && type.IsDefined(typeof(ErrorCodeAttribute), inherit: false));

    // What a type declares does not depend on how it was made, so nothing has to be handed to a constructor.
    private static string Row(Type type)
    {
        var error = (CodedException)RuntimeHelpers.GetUninitializedObject(type);
        return string.Join(" | ", ErrorCode.Of(type), type.Name, type.BaseType!.Name, error.Category?.ToString() ?? "none", error.Severity?.ToString() ?? "none");
    }
}
