using System.Reflection;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Tests.Stacks;

public sealed class ModuleSymbolsTests : IDisposable
{
    private static readonly string Assembly = typeof(ModuleSymbolsTests).Assembly.Location;

    private readonly string _folder = Directory.CreateTempSubdirectory("symbols").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Symbols_beside_the_assembly_are_read_and_can_be_let_go_of()
    {
        var symbols = new ModuleSymbols(Copy());

        symbols.Read()!.MethodDebugInformation.Count.Should().BePositive();
        symbols.Bytes.Should().BePositive();
        symbols.LetGo();
        symbols.Bytes.Should().Be(0);
        symbols.Read().Should().NotBeNull();
    }

    [Fact]
    public void Without_a_file_or_with_symbols_of_another_build_there_are_none()
    {
        new ModuleSymbols(null).Read().Should().BeNull();
        new ModuleSymbols(Path.Combine(_folder, "missing.dll")).Read().Should().BeNull();
        new ModuleSymbols(_folder).Read().Should().BeNull();
        new ModuleSymbols(Copy(pdb: null)).Read().Should().BeNull();
        new ModuleSymbols(Copy(pdb: File.ReadAllBytes(Path.ChangeExtension(typeof(ErrorRegistry).Assembly.Location, ".pdb")))).Read().Should().BeNull();
    }

    [Fact]
    public void Broken_files_are_no_failure()
    {
        var whole = File.ReadAllBytes(Path.ChangeExtension(Assembly, ".pdb"));
        var random = new Random(3);
        foreach (var length in (int[])[0, 1, 16, 100, whole.Length / 2, whole.Length - 1])
        {
            _ = new ModuleSymbols(Copy(pdb: whole[..length])).Read();
        }

        for (var i = 0; i < 30; i++)
        {
            var noise = (byte[])whole.Clone();
            random.NextBytes(noise.AsSpan(random.Next(noise.Length / 2), 2_000));
            new ModuleSymbols(Copy(pdb: noise)).Invoking(static symbols => symbols.Read()).Should().NotThrow();
        }

        var image = Path.Combine(_folder, "noise.dll");
        File.WriteAllBytes(image, whole);
        new ModuleSymbols(image).Read().Should().BeNull();
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        var path = Copy(pdb: null);
        using (var pdb = File.Create(Path.ChangeExtension(path, ".pdb")))
        {
            pdb.SetLength(ModuleSymbols.MaxFile + 1L);
        }

        new ModuleSymbols(path).Read().Should().BeNull();
    }

    [Fact]
    public void A_file_that_is_locked_gives_no_lines_and_holds_nobody_up()
    {
        var path = Copy();
        using var locked = new FileStream(Path.ChangeExtension(path, ".pdb"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        new ModuleSymbols(path).Read().Should().BeNull();
    }

    [Fact]
    public void The_runtime_itself_is_not_searched()
    {
        ModuleSymbols.PathOf(typeof(object).Module).Should().BeNull();
        ModuleSymbols.PathOf(typeof(ModuleSymbolsTests).Module).Should().Be(Assembly);
        ModuleSymbols.PathOf(new EmittedType("Plug.In").Method("Fail").Create().Module).Should().BeNull();
    }

    [Fact]
    public async Task A_line_is_that_of_the_throw_also_in_asynchronous_methods()
    {
        var error = await ThrownShape.FromAsync(static () => Shop.Checkout.PayAsync(1, CancellationToken.None));

        var line = new FrameLines().Of(CapturedStack.Of(error)!)[0].Text;

        var file = line[(line.IndexOf(" in ", StringComparison.Ordinal) + 4)..line.LastIndexOf(":line ", StringComparison.Ordinal)];
        file.Should().EndWith("ShopShapes.cs");
        File.ReadLines(OnThisMachine(file)).ElementAt(int.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture) - 1).Should().Contain("""throw new ProbeException($"{order} {cancellationToken""");
    }

    // A deterministic build writes paths from the root of the repository, and calls that root "/_/".
    private static string OnThisMachine(string file)
    {
        if (!file.StartsWith("/_/", StringComparison.Ordinal))
        {
            return file;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ErrorManagement.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, file[3..]);
    }

    [Fact]
    public void A_method_that_is_not_in_a_file_has_no_line()
    {
        SourceLines.Find(new EmittedType("Plug.In").Method("Fail").Create().GetMethod("Fail")!, 0).Should().BeNull();
        SourceLines.Find(typeof(object).GetMethod(nameof(ToString))!, 0).Should().BeNull();
        SourceLines.Find(((MethodInfo)MethodBase.GetCurrentMethod()!), -1).Should().BeNull();
    }

    private string Copy() => Copy(File.ReadAllBytes(Path.ChangeExtension(Assembly, ".pdb")));

    private string Copy(byte[]? pdb)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("N"))).FullName, Path.GetFileName(Assembly));
        File.Copy(Assembly, path);
        if (pdb is not null)
        {
            File.WriteAllBytes(Path.ChangeExtension(path, ".pdb"), pdb);
        }

        return path;
    }
}
