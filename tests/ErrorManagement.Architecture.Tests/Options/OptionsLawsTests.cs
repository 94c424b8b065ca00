using System.Xml.Linq;
using ErrorManagement.Architecture.Tests.Rooms;

namespace ErrorManagement.Architecture.Tests.Options;

/// <summary>An option says its default, its bounds and what null means; its mistakes are found at start-up.</summary>
public sealed class OptionsLawsTests
{
    /// <summary>Options that need no validator, each with the reason.</summary>
    private static readonly Dictionary<string, string> NoValidator = new()
    {
        ["ErrorManagement.Fallbacks.FallbackOptions`1"] = "functions only, and each may be null",
    };

    [Fact]
    public void Every_option_says_its_default_and_its_bounds() =>
        OptionsTypes.All
            .SelectMany(type => OptionsTypes.Settable(type).Select(p => (Type: type, Property: p, Missing: OptionDocs.Missing(p.PropertyType, XmlDocs.Of(p.DeclaringType!.Assembly).Of(p)))))
            .Where(o => o.Missing is not null)
            .Select(o => $"{o.Type.Name}.{o.Property.Name} {o.Missing}.")
            .Should().BeEmpty("the signature of an option says neither its default nor its bounds, so its docs must");

    [Fact]
    public void Every_options_type_has_its_validator_beside_it()
    {
        OptionsTypes.All.Where(t => Validators.Find(t) is null && !NoValidator.ContainsKey(t.FullName!))
            .Select(t => $"{t.FullName}: there is no {OptionsTypes.ShortName(t)}Validator.")
            .Should().BeEmpty("wrong settings are found at start-up; a type without anything to check goes into the list of this test, with the reason");
        NoValidator.Keys.Where(name => OptionsTypes.All.All(t => t.FullName != name || Validators.Find(t) is not null))
            .Should().BeEmpty("an exemption that is not needed any more is taken out");
    }

    [Fact]
    public void A_validator_lies_in_the_folder_of_its_options()
    {
        foreach (var assembly in ShippedAssembly.All)
        {
            var folders = CompiledCode.Read(assembly.DllPath).Types.ToLookup(t => t.ShortName, t => t.Files.Select(Path.GetDirectoryName).FirstOrDefault());
            OptionsTypes.All.Where(t => t.Assembly == assembly.Assembly).Select(OptionsTypes.ShortName)
                .Where(name => folders[name + "Validator"].Any() && !folders[name + "Validator"].Intersect(folders[name]).Any())
                .Should().BeEmpty("who reads the options finds the bounds beside them");
        }
    }

    [Fact]
    public void The_defaults_pass_their_own_validator()
    {
        var mistakes = new List<string>();
        foreach (var type in OptionsTypes.All.Where(t => Validators.Find(t) is not null))
        {
            var closed = type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(_ => typeof(string))]) : type;
            if (closed.GetConstructor(Type.EmptyTypes) is null)
            {
                continue; // required parts have no default: nothing to check
            }

            var found = Validators.Ask(Validators.Find(type)!, Activator.CreateInstance(closed)!);
            if (found is null)
            {
                mistakes.Add($"{Validators.Find(type)!.FullName} has no form that can be asked: IValidateOptions<{type.Name}> with a parameterless constructor, or a static method that takes the options.");
            }
            else
            {
                mistakes.AddRange(found.Select(m => $"{type.FullName}: {m}"));
            }
        }

        mistakes.Should().BeEmpty();
    }

    [Theory]
    [InlineData(typeof(int), "<summary>How many. 5 by default; at least 1.</summary>", true)]
    [InlineData(typeof(TimeSpan?), "<summary>How long. Default: <see langword=\"null\" />, which is for ever.</summary>", true)]
    [InlineData(typeof(bool), "<summary>Whether. False by default.</summary>", true)]
    [InlineData(typeof(int), "<summary>How many. 5 by default.</summary>", false)]
    [InlineData(typeof(int), "<summary>How many, at least 1.</summary>", false)]
    [InlineData(typeof(bool), "<summary>Whether.</summary>", false)]
    public void Docs_without_default_or_bounds_are_found(Type type, string docs, bool complete) =>
        OptionDocs.Missing(type, XElement.Parse($"<member>{docs}</member>")).Should().Match<string?>(m => (m == null) == complete);

    [Fact]
    public void Missing_docs_are_found() => OptionDocs.Missing(typeof(int), null).Should().Be("has no XML docs");
}
