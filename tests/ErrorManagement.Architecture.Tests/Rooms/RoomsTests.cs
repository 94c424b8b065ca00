namespace ErrorManagement.Architecture.Tests.Rooms;

public sealed class RoomsTests
{
    public static TheoryData<string> Projects => [.. ShippedAssembly.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_uses_lower_rooms_only(string project)
    {
        var (table, code) = Read(project);
        table.Check(code.Types, code.Uses).Should().BeEmpty("rooms are used downwards only, see docs/CONTRIBUTING.md");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_place_of_every_type_is_known(string project)
    {
        var (table, code) = Read(project);
        code.Types.Should().NotBeEmpty();
        code.Types.Where(t => table.FilesHere(t).Count == 0 && !t.Files.Any(f => f.Contains("/obj/", StringComparison.Ordinal)))
            .Select(t => t.Name).Should().BeEmpty("the symbols must name the source file of every type, or its room is not checked");
    }

    [Fact]
    public void A_room_that_exists_holds_code_or_is_not_there()
    {
        foreach (var table in RoomTable.All)
        {
            Directory.GetDirectories(Repository.PathOf(table.Folder)).Select(Path.GetFileName)
                .Where(name => name is not ("bin" or "obj"))
                .Should().BeSubsetOf(table.Rooms, $"every folder under {table.Folder} is a room of the table");
        }
    }

    private static (RoomTable Table, CompiledCode Code) Read(string project)
    {
        var assembly = ShippedAssembly.Of(project);
        var table = RoomTable.All.SingleOrDefault(t => t.Folder == assembly.Folder)
            ?? throw new InvalidOperationException($"{project} has no table of rooms: add one to Rooms/RoomTable.cs.");
        return (table, CompiledCode.Read(assembly.DllPath));
    }
}
