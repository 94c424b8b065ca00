namespace ErrorManagement.Analytics.Grouping;

/// <summary>Names of types as version 1 of the rules wrote them. Frozen with it.</summary>
internal static class FirstTypeNames
{
    public static string Of(Type type)
    {
        if (!type.IsConstructedGenericType)
        {
            return type.FullName ?? type.Name;
        }

        var definition = type.GetGenericTypeDefinition();
        return $"{definition.FullName ?? definition.Name}[{string.Join(',', type.GenericTypeArguments.Select(Of))}]";
    }
}
