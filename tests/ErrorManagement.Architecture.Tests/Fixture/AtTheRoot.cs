namespace ErrorManagement.Architecture.Tests.Fixture;

internal enum AtTheRoot
{
    None,
}
