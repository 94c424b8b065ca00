using ErrorManagement.Architecture.Tests.Options;

namespace ErrorManagement.Architecture.Tests.Docs;

/// <summary>Holds a table of defaults against a new instance of the options.</summary>
internal static class DefaultsTable
{
    public static IReadOnlyList<string> Check(string page, Type type, IReadOnlyDictionary<string, string> rows)
    {
        var closed = type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(_ => typeof(string))]) : type;
        var options = Activator.CreateInstance(closed)!;
        var properties = OptionsTypes.Settable(closed).ToDictionary(p => p.Name);
        return
        [
            .. properties.Keys.Except(rows.Keys).Select(name => $"{page}: {type.Name}.{name} is missing in the table"),
            .. rows.Keys.Except(properties.Keys).Select(name => $"{page}: {type.Name} has no option {name}"),
            .. properties.Values.Where(p => rows.ContainsKey(p.Name) && !DefaultText.Says(rows[p.Name], p.GetValue(options)))
                .Select(p => $"{page}: the default of {type.Name}.{p.Name} is {DefaultText.Of(p.GetValue(options))}, and the table says {rows[p.Name]}"),
        ];
    }
}
